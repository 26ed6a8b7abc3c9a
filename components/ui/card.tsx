import type { ReactNode } from "react";

export type CardProps = {
  title?: ReactNode;
  level?: 2 | 3 | undefined;
  /** At the right of the title: a link, a tag, a small button. */
  action?: ReactNode;
  as?: "section" | "article" | "div" | "li" | undefined;
  id?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
};

export function Card({
  title,
  level = 2,
  action,
  as: As = "section",
  id,
  className,
  children,
}: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <As className={className ? `card ${className}` : "card"} id={id}>
      {title ? (
        <header>
          <Heading>{title}</Heading>
          {action}
        </header>
      ) : null}
      {children}
    </As>
  );
}
