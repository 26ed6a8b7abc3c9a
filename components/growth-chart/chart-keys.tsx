"use client";

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { buttonClass } from "@/components/ui/button-class";
import { callout } from "./callout";
import styles from "./growth-chart.module.css";

type Chosen = { index: number; count: number; said: string; href: string };
type Props = {
  children: ReactNode;
  words: { points: string; previous: string; next: string; row: string };
  /** Drawn by the server: here they would bring the table of all pictures along. */
  icons: { previous: ReactNode; next: ReactNode };
};

const pointsIn = (root: Element | null): SVGAElement[] =>
  [...(root?.querySelectorAll<SVGAElement>("[data-point]") ?? [])].filter(
    (one) => one.getClientRects().length > 0,
  );

const pointAt = (target: Element): SVGAElement | undefined =>
  target.closest<SVGAElement>("[data-point]") ?? undefined;

/** Brings the callout of a drawing to one of its points. */
function showTip(point: SVGAElement): void {
  const [drawing, circle] = [point.ownerSVGElement, point.querySelector("circle")];
  const tip = drawing?.querySelector<SVGGElement>("[data-floor]");
  const box = tip?.querySelector("rect");
  if (!drawing || !circle || !tip || !box) return;
  const [first = "", second = "", third = ""] = (point.dataset.tip ?? "").split("\n");
  const place = callout(
    { first, second, third },
    { x: circle.cx.baseVal.value, y: circle.cy.baseVal.value },
    { width: drawing.viewBox.baseVal.width, floor: Number(tip.dataset.floor) },
  );
  tip.setAttribute("transform", `translate(${place.x} ${place.y})`);
  box.setAttribute("width", String(place.width));
  box.setAttribute("height", String(place.height));
  for (const [index, line] of tip.querySelectorAll("text").entries())
    line.textContent = [first, second, third][index] ?? "";
}

/**
 * Ways to the points of a chart beside the mouse: the arrows, Home and End go from one to the next, and so do two
 * buttons as wide as a thumb, since points that lie close together cannot each be 44 pixels wide. A touch chooses the
 * nearest one. What is chosen is said below the drawing.
 */
export function ChartKeys({ children, words, icons }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);

  const choose = useCallback((point: SVGAElement | undefined) => {
    const points = pointsIn(root.current);
    if (!point) return;
    showTip(point);
    setChosen({
      ...{ index: points.indexOf(point), count: points.length },
      said: point.getAttribute("aria-label") ?? "",
      href: point.getAttribute("href") ?? "",
    });
  }, []);
  // The last point has its callout from the start; the buttons begin there, once there is a script to press them.
  useEffect(() => {
    const start = () => choose(pointsIn(root.current).at(-1));
    start();
    const narrow = matchMedia("(max-width: 800px)");
    narrow.addEventListener("change", start);
    return () => narrow.removeEventListener("change", start);
  }, [choose]);

  const go = (step: number) => choose(pointsIn(root.current)[(chosen?.index ?? 0) + step]);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: -1 }[event.key];
    if (step === undefined && end === undefined) return;
    const here = (event.target as Element).closest<SVGAElement>("[data-point]");
    if (!here) return;
    const points = pointsIn(root.current);
    event.preventDefault();
    const next = end !== undefined ? points.at(end) : points[points.indexOf(here) + (step ?? 0)];
    next?.focus();
  };
  const touch = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || !event.target.closest("svg")) return;
    // A press of Enter on a link has no place; a mouse sees what it points at.
    if (event.detail === 0 || !matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    const away = (one: SVGAElement) => {
      const { left, top, width, height } = (
        one.querySelector("circle") ?? one
      ).getBoundingClientRect();
      return Math.hypot(left + width / 2 - event.clientX, top + height / 2 - event.clientY);
    };
    choose(pointsIn(root.current).toSorted((a, b) => away(a) - away(b))[0]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys and presses are those of the links inside */}
      <div
        ref={root}
        onKeyDown={press}
        onClick={touch}
        onPointerOver={({ target, pointerType }) =>
          pointerType === "mouse" && target instanceof Element && choose(pointAt(target))
        }
        onFocus={({ target }) => choose(pointAt(target))}
      >
        {children}
      </div>
      {chosen ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to forms
        <div className={styles.steps} role="group" aria-label={words.points}>
          <button
            type="button"
            className={buttonClass({ square: true, size: "lg" })}
            aria-label={words.previous}
            aria-disabled={chosen.index <= 0}
            onClick={() => go(-1)}
          >
            {icons.previous}
          </button>
          <output className="num">
            <a href={chosen.href} className={styles.said}>
              {chosen.said}
              <span className="sr"> ({words.row})</span>
            </a>
          </output>
          <button
            type="button"
            className={buttonClass({ square: true, size: "lg" })}
            aria-label={words.next}
            aria-disabled={chosen.index >= chosen.count - 1}
            onClick={() => go(1)}
          >
            {icons.next}
          </button>
        </div>
      ) : null}
    </>
  );
}
