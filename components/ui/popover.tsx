import type { ReactNode } from "react";
import { getTranslations } from "@/i18n/words";
import { type ButtonLook, buttonClass } from "./button-class";
import { Icon } from "./icon";
import styles from "./popover.module.css";

export type PopoverPanelProps = {
  id: string;
  title?: ReactNode;
  /** Names it when there is no title. */
  label?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/**
 * A panel that the browser itself opens (popoverTarget), closes on Esc or a press outside, and returns focus from:
 * no JavaScript. Beside its button on the desktop, a sheet at the bottom of a phone.
 */
export async function PopoverPanel({ id, title, label, className, children }: PopoverPanelProps) {
  const t = await getTranslations("ui");
  return (
    <div
      id={id}
      popover="auto"
      className={className ? `${styles.panel} ${className}` : styles.panel}
      role="dialog"
      aria-label={title ? undefined : label}
      aria-labelledby={title ? `${id}-title` : undefined}
    >
      {title ? (
        <div className={styles.head}>
          <h2 id={`${id}-title`}>{title}</h2>
          <button
            type="button"
            className={buttonClass({ variant: "quiet", square: true })}
            popoverTarget={id}
            popoverTargetAction="hide"
            aria-label={t("close")}
          >
            <Icon name="x" />
          </button>
        </div>
      ) : null}
      {children}
    </div>
  );
}

export type PopoverProps = PopoverPanelProps &
  ButtonLook & {
    trigger: ReactNode;
    /** When the trigger is only a picture. */
    triggerLabel?: string | undefined;
  };

export function Popover({
  trigger,
  triggerLabel,
  variant,
  size,
  square,
  block,
  ...panel
}: PopoverProps) {
  return (
    <>
      <button
        type="button"
        className={buttonClass({ variant, size, square, block })}
        popoverTarget={panel.id}
        aria-label={triggerLabel}
      >
        {trigger}
      </button>
      <PopoverPanel {...panel} />
    </>
  );
}
