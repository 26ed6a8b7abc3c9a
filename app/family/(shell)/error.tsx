"use client";
export { ErrorInShell as default } from "@/app/_server/error-page";
