"use client";

import { ErrorInShell, type ErrorPageProps } from "@/app/_server/error-page";

export default function PracticeError(props: ErrorPageProps) {
  return (
    <div className="page">
      <ErrorInShell {...props} />
    </div>
  );
}
