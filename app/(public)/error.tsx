"use client";
export { ErrorPage as default } from "@/app/_server/error-page";
