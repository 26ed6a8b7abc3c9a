import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import styles from "./slot-picker.module.css";

export type NearestProps = {
  title: string;
  times: readonly { value: string; label: string }[];
  action: FormAction;
  hidden: Readonly<Record<string, string>>;
};

/** The nearest free times after a lost race: one press holds one of them. */
export function Nearest({ title, times, action, hidden }: NearestProps) {
  return (
    <div className={styles.nearest} role="alert">
      <p className={styles.nearestTitle}>
        <Icon name="calendar-clock" />
        <span>{title}</span>
      </p>
      {times.length > 0 ? (
        <ActionForm action={action} id="nearest" className={styles.nearestTimes}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {times.map(({ value, label }) => (
            <SubmitButton
              key={value}
              variant="default"
              size="md"
              name="start"
              value={value}
              label={<span className="num">{label}</span>}
            />
          ))}
        </ActionForm>
      ) : null}
    </div>
  );
}
