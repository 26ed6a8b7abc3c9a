import { form, notThisWay } from "@/app/_server/route";
import { book } from "@/app/(public)/book/[hold]/details/book";

/** The form of the details page: when many want one time at once, a page's own action would keep them waiting. */
export const POST = form(book);
export { notThisWay as DELETE, notThisWay as GET, notThisWay as PATCH, notThisWay as PUT };
