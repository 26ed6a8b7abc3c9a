"use client";

import type { ReactNode } from "react";
import { useForm } from "./form-context";

/** Fields of a form that are asked for only once a refusal said that they are wanted. */
export const WhenAsked = ({ fact, children }: { fact: string; children: ReactNode }) =>
  useForm()?.state.facts?.[fact] === true ? children : null;
