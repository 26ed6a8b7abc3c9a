import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { TabRow } from "@/components/ui/tab-row";

export type TabItem = { href: string; label: ReactNode; current?: boolean | undefined };

/** Pages of one thing: real links with real addresses. */
export function Tabs({ label, items }: { label: string; items: readonly TabItem[] }) {
  return (
    <TabRow label={label}>
      {items.map(({ href, label: text, current }) => (
        <Link key={href} href={href} aria-current={current ? "page" : undefined}>
          {text}
        </Link>
      ))}
    </TabRow>
  );
}

export type SegmentedItem = {
  key: string;
  label: ReactNode;
  current: boolean;
  /** With an address it is a link, with `onPress` a toggle button. */
  href?: string | undefined;
  onPress?: (() => void) | undefined;
};

/** A few views of the same thing. */
export function Segmented({ label, items }: { label: string; items: readonly SegmentedItem[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to forms, these are views
    <div className="seg" role="group" aria-label={label}>
      {items.map(({ key, label: text, current, href, onPress }) =>
        href === undefined ? (
          <button key={key} type="button" aria-pressed={current} onClick={onPress}>
            {text}
          </button>
        ) : (
          <Link key={key} href={href} aria-current={current ? "true" : undefined} scroll={false}>
            {text}
          </Link>
        ),
      )}
    </div>
  );
}
