/** What is asked on one line, or what all lines of a pool are asked: when somebody last answered. */
export type Asked = { answered: number };
export const nothingAsked = (): Asked => ({ answered: Number.NEGATIVE_INFINITY });

/** Milliseconds without an answer, and who is told. */
export type Silence = { after: number; given: () => void };

/** What came while the process itself stood still is read first, before anybody is called silent. */
const READ_FIRST = 500;

/**
 * Watches over questions to a database. A line that is cut without a word (a firewall, a machine that is gone) looks
 * like a slow one, and the system waits a quarter of an hour for it; but PostgreSQL itself ends a statement after 8 s
 * (lib/work/context.ts), so whoever says nothing for longer is not there.
 */
export function silenceWatch({ after, given }: Silence) {
  /** Call it when something is asked, with whose answer is waited for and who else hears of it; what it returns, when it is answered. */
  return (line: Asked, pool: Asked): (() => void) => {
    let since = performance.now();
    let timer = setTimeout(late, after).unref();
    function late() {
      timer = setTimeout(look, READ_FIRST).unref();
    }
    function look() {
      // Something before it in the queue was answered: its own turn begins then.
      if (line.answered <= since) return given();
      since = line.answered;
      timer = setTimeout(late, Math.max(0, since + after - performance.now())).unref();
    }
    return () => {
      clearTimeout(timer);
      line.answered = performance.now();
      pool.answered = line.answered;
    };
  };
}
