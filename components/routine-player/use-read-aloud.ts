"use client";

import { useEffect, useState } from "react";

/** Reads each new text with the device's own voice while it is switched on. Off until somebody asks for it. */
export function useReadAloud(text: string | null, locale: string) {
  const [on, setOn] = useState(false);
  const [able, setAble] = useState(false);
  useEffect(() => setAble("speechSynthesis" in window), []);
  useEffect(() => {
    if (!on || !text) return;
    const voice = window.speechSynthesis;
    const said = new SpeechSynthesisUtterance(text);
    said.lang = locale;
    said.rate = 0.9;
    voice.cancel();
    voice.speak(said);
    return () => voice.cancel();
  }, [on, text, locale]);
  return { on, able, turn: () => setOn((before) => !before) };
}
