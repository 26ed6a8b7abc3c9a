import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { babyOfPage } from "./baby";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.head"))("title") };
}

export default async function Overview({ params }: Props) {
  const { baby } = await babyOfPage((await params).id);
  return <p>{baby.guardians.map((person) => person.name).join(", ")}</p>;
}
