import type { ReactNode } from "react";
import type { FormWords } from "@/components/ui/form-context";
import type { FormAction } from "@/components/ui/form-state";
import type { NoteContent, Privacy, Template } from "@/lib/notes/schema";

/** The words of the editor: messages `notes.editor`, with those that name a day or a routine already filled in. */
export type EditorWords = {
  [K in
    | "template"
    | "copy"
    | "state"
    | "moreStates"
    | "cues"
    | "moreCues"
    | "cuesOther"
    | "taught"
    | "moreStrokes"
    | "howTaught"
    | "details"
    | "position"
    | "oil"
    | "oilHint"
    | "minutes"
    | "skinBefore"
    | "skinAfter"
    | "present"
    | "presentOther"
    | "checks"
    | "incident"
    | "incidentHint"
    | "told"
    | "toldHint"
    | "went"
    | "wentHint"
    | "goals"
    | "notSaid"
    | "plan"
    | "planWords"
    | "free"
    | "privacy"
    | "privacyHint"
    | "dictate"
    | "dictating"
    | "phrases"
    | "noPhrases"
    | "managePhrases"
    | "saved"
    | "unsaved"
    | "saving"
    | "kept"
    | "signedOut"
    | "signIn"
    | "goOn"
    | "invalid"
    | "closed"
    | "save"
    | "sign"
    | "signTitle"
    | "signBody"
    | "keepWriting"
    | "password"]: string;
} & {
  [K in
    | "templates"
    | "stateAt"
    | "states"
    | "cueNames"
    | "taughtAs"
    | "positions"
    | "skin"
    | "checkNames"
    | "goalNames"
    | "levels"
    | "plans"
    | "soap"
    | "soapHint"
    | "privacies"
    | "merge"]: Record<string, string>;
} & { copied: string | null; strokeNames: Record<string, string> };

export type NoteEditorProps = {
  words: EditorWords;
  formWords: FormWords;
  formKey: string;
  action: FormAction;
  /** Names what this device keeps until it is saved; somebody else's on the same device is not shown. */
  keepAs: string;
  keepSavedAs: string;
  note: {
    id: string;
    version: number;
    babyId: string;
    lessonId: string | null;
    template: Template;
    privacy: Privacy;
    savedAt: string | null;
    content: NoteContent;
  };
  /** For times on the page. */
  locale: string;
  zone: string;
  guardians: readonly string[];
  /** Strokes that are shown first: those of the baby's routine. */
  firstStrokes: readonly string[];
  medals: Readonly<Record<string, ReactNode>>;
  stateIcons: Readonly<Record<string, ReactNode>>;
  icons: Readonly<Record<"mic" | "copy" | "cloud" | "sign", ReactNode>>;
  snippets: readonly { id: string; name: string; words: string }[];
  copy: Partial<NoteContent> | null;
  aside: ReactNode;
};
