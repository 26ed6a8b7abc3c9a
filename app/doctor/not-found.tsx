export { NotFoundPage as default } from "@/app/_server/not-found-page";
