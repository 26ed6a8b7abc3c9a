import { actorIn } from "@/app/_server/actor";
import { NotFoundPage, NotFoundWords } from "@/app/_server/not-found-page";

export default async function PracticeNotFound() {
  if (!(await actorIn("practice"))) return <NotFoundPage />;
  return (
    <div className="page">
      <NotFoundWords />
    </div>
  );
}
