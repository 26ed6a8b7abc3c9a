import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";

export default async function Admin() {
  await pageActor("admin", "/admin");
  redirect("/admin/credentials");
}
