import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";

async function Admin(): Promise<never> {
  await pageActor("admin", "/admin");
  redirect("/admin/credentials");
}

export default adminPage(Admin);
