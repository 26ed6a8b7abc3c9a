"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLine } from "@/components/ui/offline";
import { showToast } from "@/components/ui/toast";
import { sendKept } from "./kept-reports";

/** On every page of a family: practices that were played without a line and wait on this phone are sent by themselves. */
export function KeptPractices({ person, sent }: { person: string; sent: string }) {
  const router = useRouter();
  const away = useLine().since !== null;
  useEffect(() => {
    if (away) return;
    let left = false;
    void sendKept(person).then((arrived) => {
      if (arrived === 0 || left) return;
      showToast({ text: sent });
      router.refresh();
    });
    return () => {
      left = true;
    };
  }, [away, person, sent, router]);
  return null;
}
