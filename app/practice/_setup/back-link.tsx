import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import styles from "./setup.module.css";

export const BackLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <p>
    <Link className={styles.back} href={href}>
      <Icon name="arrow-left" />
      {children}
    </Link>
  </p>
);
