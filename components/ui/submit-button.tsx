"use client";

import { type MouseEvent, type ReactNode, useId } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonLook, buttonClass } from "./button-class";
import { useForm } from "./form-context";

export type SubmitButtonProps = ButtonLook & {
  label: ReactNode;
  /** Shown while it is sent; both have one width. Inside ActionForm it may be left out. */
  busyLabel?: string | undefined;
  icon?: ReactNode;
  /** Why it cannot be pressed yet. The button stays in the tab order and says so. */
  blocked?: string | undefined;
  name?: string | undefined;
  value?: string | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  formAction?: ((data: FormData) => void | Promise<void>) | string | undefined;
};

export function SubmitButton({
  label,
  busyLabel,
  icon,
  blocked,
  variant = "primary",
  size = "lg",
  block,
  square,
  className,
  formAction,
  ...rest
}: SubmitButtonProps) {
  const form = useForm();
  const { pending: sending } = useFormStatus();
  const pending = sending || form?.pending === true;
  const reasonId = useId();
  const stop = (event: MouseEvent) => {
    if (pending || blocked) event.preventDefault();
  };
  return (
    <button
      type="submit"
      className={buttonClass({ variant, size, block, square }, className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || blocked !== undefined || undefined}
      aria-describedby={blocked ? reasonId : undefined}
      onClick={stop}
      {...(formAction ? { formAction } : {})}
      {...rest}
    >
      <span className="btn-labels">
        <span data-off={pending || undefined}>
          {icon}
          {label}
        </span>
        <span data-off={!pending || undefined} aria-hidden={!pending || undefined}>
          <Spinner />
          {busyLabel ?? form?.words.busy}
        </span>
      </span>
      {blocked ? (
        <span className="sr" id={reasonId}>
          {blocked}
        </span>
      ) : null}
    </button>
  );
}

const Spinner = () => (
  <svg className="icon spin" viewBox="0 0 24 24" fill="none" aria-hidden="true">
    <path d="M21 12a9 9 0 1 1-6.2-8.6" stroke="currentColor" strokeLinecap="round" />
  </svg>
);
