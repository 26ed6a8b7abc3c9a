import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/core/actor";
import { busyOr, databaseCode, inContext } from "./context";

type Read<T> = (tx: Tx) => Promise<T>;
type Open = <T>(run: Read<T>) => Promise<T>;
const readers = new WeakMap<Actor, { open: Open | null }>();

const shared = new WeakSet<Tx>();

/** Whether other reads are asked beside this one: then it may not change whom PostgreSQL takes the actor for. */
export const isShared = (tx: Tx): boolean => shared.has(tx);

/**
 * What this actor asks while an earlier question is still being answered is read in the same transaction, in the order
 * it was asked. For the actor of one page, whose parts ask side by side; never for one that requests share.
 */
export function readsTogether<A extends Actor>(actor: A): A {
  readers.set(actor, { open: null });
  return actor;
}

/** Runs a read in the actor's context, in a transaction that lets nothing be written; beside others where it may be. */
export function reading<T>(actor: Actor, run: Read<T>, beside = false): Promise<T> {
  const reader = beside ? readers.get(actor) : undefined;
  if (!reader) return inContext(actor, run, "read only");
  reader.open ??= open(actor, () => {
    reader.open = null;
  });
  return reader.open(run);
}

function open(actor: Actor, close: () => void): Open {
  const unanswered = new Set<Promise<unknown>>();
  const begun = new Promise<Tx>((resolve, reject) => {
    const answerAll = async (tx: Tx) => {
      shared.add(tx);
      resolve(tx);
      // What follows from an answer is asked a moment later, and joins as well.
      while (unanswered.size > 0) {
        await Promise.allSettled(unanswered);
        await new Promise((moment) => setImmediate(moment));
      }
      close();
    };
    inContext(actor, answerAll, "read only").catch((failure) => {
      close();
      reject(failure);
    });
  });
  return (run) => {
    const answer = begun.then(run).catch((failure) => {
      // After a statement that failed PostgreSQL answers no other of its transaction: those are asked once more.
      if (databaseCode(failure) === "25P02") return inContext(actor, run, "read only");
      throw busyOr(failure);
    });
    const ended = answer.then(forget, forget);
    function forget() {
      unanswered.delete(ended);
    }
    unanswered.add(ended);
    return answer;
  };
}
