"use client";

import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import styles from "./dialog.module.css";

function Box({
  box,
  id,
  title,
  onClose,
  children,
}: {
  box: RefObject<HTMLDialogElement | null>;
  id: string;
  title: ReactNode;
  onClose?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <dialog
      ref={box}
      id={id}
      className={styles.dialog}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Focus starts on the harmless button, so that Enter or a slip destroys nothing. */
function openModal(box: HTMLDialogElement | null): void {
  if (!box || box.open) return;
  box.showModal();
  box.querySelector<HTMLElement>("[data-safe]")?.focus();
}

export type DialogProps = {
  open: boolean;
  /** Esc, the back gesture or a button with `formMethod="dialog"` closed it. */
  onClose: () => void;
  title: ReactNode;
  /** Put `data-safe` on the harmless button. */
  actions?: ReactNode;
  children?: ReactNode;
};

export function Dialog({ open, onClose, title, actions, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) openModal(box.current);
    else box.current?.close();
  }, [open]);
  return (
    <Box box={box} id={useId()} title={title} onClose={onClose}>
      {children}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </Box>
  );
}

export type ConfirmButtonProps = ButtonLook & {
  label: ReactNode;
  icon?: ReactNode;
  title: ReactNode;
  /** What happens, with the amounts: "You get £62 back in 5 to 10 days." */
  body?: ReactNode;
  /** The harmless answer: "Keep lesson". */
  keepLabel: ReactNode;
  /** The form that does it, with its own submit button. */
  children: ReactNode;
};

/** A button that asks first. Only for what cannot be undone: a fee, a signature, a deletion, a refund. */
export function ConfirmButton({
  label,
  icon,
  title,
  body,
  keepLabel,
  children,
  ...look
}: ConfirmButtonProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // The browser's own invoker opens it where our JavaScript did not arrive.
  const invoker = { command: "show-modal", commandfor: id };
  return (
    <>
      <button
        type="button"
        className={buttonClass(look)}
        aria-haspopup="dialog"
        onClick={(event) => {
          event.preventDefault();
          openModal(box.current);
        }}
        {...invoker}
      >
        {icon}
        {label}
      </button>
      <Box box={box} id={id} title={title}>
        {body}
        <div className={styles.actions}>
          <form method="dialog">
            <button type="submit" className={buttonClass({ size: "lg" })} data-safe="">
              {keepLabel}
            </button>
          </form>
          {children}
        </div>
      </Box>
    </>
  );
}
