import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import styles from "./setup.module.css";

type RowFormProps = {
  action: FormAction;
  fields: Readonly<Record<string, string | number>>;
  label: string;
  icon?: ReactNode;
  /** Only a picture, with `label` for listeners. */
  square?: boolean | undefined;
  /** What it is done to, for listeners: "Twins lesson". */
  about: string;
};

/** One small button of a list row that does one thing. */
export function RowForm({ action, fields, label, icon, square, about }: RowFormProps) {
  return (
    <ActionForm action={action} className={styles.one}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton
        variant={square ? "quiet" : "default"}
        size="md"
        square={square}
        icon={icon}
        label={square ? null : label}
        busyLabel={square ? "" : undefined}
        aria-label={`${label}: ${about}`}
      />
    </ActionForm>
  );
}
