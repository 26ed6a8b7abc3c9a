"use server";

import { actorIn } from "@/app/_server/actor";
import { feedActions } from "@/app/_server/feed-actions";

const feed = feedActions(() => actorIn("family"), "/family/calendar");

export const makeFeedAction = feed.make;
export const changeFeedAction = feed.change;
export const revokeFeedAction = feed.revoke;
