"use server";

import { actorIn } from "@/app/_server/actor";
import { fileActions } from "@/app/_server/file-actions";

const files = fileActions(() => actorIn("family"), "family");

export const removeOwnAction = files.remove;
export const bringBackOwnAction = files.bringBack;
