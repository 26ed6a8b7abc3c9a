declare module "linebreak" {
  /** Where a line may end (Unicode annex 14). */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required: boolean } | null;
  }
}
