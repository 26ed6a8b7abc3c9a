"use client";

import { ErrorPage, type ErrorPageProps } from "@/app/_server/error-page";

export default function PracticeError(props: ErrorPageProps) {
  return (
    <div className="page">
      <ErrorPage {...props} inShell />
    </div>
  );
}
