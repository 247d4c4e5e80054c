import type { Campaign } from "../../campaign/campaign.ts";
import type { Canary } from "../../delivery/canary.ts";
import { mayMove } from "../../delivery/canary-decisions.ts";
import type { ProviderId } from "../../ids.ts";
import { campaignText } from "../../locale/campaign.ts";
import { formatNumber, formatShare, formatTime } from "../../locale/format.ts";
import { laneText } from "../../locale/lanes.ts";
import type { Action, Card } from "../card.ts";
import { action } from "./campaign-actions.ts";
import type { CampaignView } from "./view.ts";

/** The question put to a merchant when a provider's first share looks wrong; afterwards, what was decided. */
export function canaryCard(view: CampaignView, provider: ProviderId): Card | undefined {
  const { campaign, locale, providerName } = view;
  const canary = campaign.canaries?.[provider];
  if (canary === undefined || !("figures" in canary)) return undefined;
  const t = laneText[locale].canary;
  const { sent, delivered, failed, blocked } = canary.figures;
  const people = (n: number) =>
    t.share(
      campaignText[locale].people(formatNumber(locale, n)),
      formatShare(locale, n, delivered + failed),
    );
  const plain = (n: number) => campaignText[locale].people(formatNumber(locale, n));
  const asks = asksNow(campaign, canary);
  return {
    title: (asks ? t.title : t.decidedTitle)(campaign.number, campaign.name),
    tone: asks ? "danger" : "neutral",
    fields: [
      { label: t.field.provider, value: providerName(provider) },
      { label: t.field.sent, value: plain(sent) },
      { label: t.field.delivered, value: people(delivered) },
      { label: t.field.blocked, value: people(blocked) },
      { label: t.field.failed, value: people(failed) },
      { label: t.field.out, value: plain(sent - delivered - failed) },
    ],
    sections: [{ kind: "text", text: [said(view, provider, canary, asks)] }],
    actions: asks ? [...canaryActions(view, provider), action("cancel", view)] : [],
  };
}

/** The buttons that answer for one provider; who may press is checked when one is pressed. `named`: say which provider. */
export function canaryActions(
  { campaign, locale, providerName }: CampaignView,
  provider: ProviderId,
  named = false,
): Action[] {
  const t = laneText[locale].canary;
  const { confirm } = campaignText[locale];
  const base = { args: [campaign._id, provider] };
  const ask = (title: string, text: string) => ({
    title,
    text,
    ok: confirm.yes,
    cancel: confirm.no,
  });
  const name = providerName(provider);
  const go = named ? t.goAt(name) : t.go;
  const move = named ? t.moveFrom(name) : t.move;
  return [
    { ...base, id: "canary.go", label: go, confirm: ask(go, t.goConfirm) },
    ...(mayMove(campaign, provider)
      ? [
          {
            ...base,
            id: "canary.move",
            label: move,
            style: "primary" as const,
            confirm: ask(move, t.moveConfirm),
          },
        ]
      : []),
  ];
}

/** Providers that wait for someone's decision. */
export function asking(campaign: Campaign): ProviderId[] {
  return Object.entries(campaign.canaries ?? {}).flatMap(([id, canary]) =>
    asksNow(campaign, canary) ? [id as ProviderId] : [],
  );
}

function asksNow({ state }: Campaign, canary: Canary): boolean {
  return canary.state === "stopped" && (state === "sending" || state === "paused");
}

function said(
  { locale, providerName }: CampaignView,
  provider: ProviderId,
  canary: Canary,
  asks: boolean,
): string {
  const t = laneText[locale].canary;
  if (asks) return t.asks(providerName(provider));
  if (canary.state === "released") return t.released(canary.by);
  if (canary.state === "leaving" || canary.state === "left") return t.leaving(canary.by);
  return t.over;
}

/** What a campaign's own card says of its first shares while it is being sent. */
export function canaryLines(view: CampaignView): string[] {
  const { campaign, merchant, locale, providerName } = view;
  if (campaign.state !== "sending" && campaign.state !== "paused") return [];
  const t = laneText[locale].canary;
  const n = (value: number) => formatNumber(locale, value);
  return Object.entries(campaign.canaries ?? {}).flatMap(([id, canary]): string[] => {
    const name = providerName(id);
    if (canary.state === "sampling") return [t.sampling(name, n(canary.size))];
    if (canary.state === "waiting") {
      return [t.waiting(name, n(canary.size), formatTime(canary.until, merchant.timeZone))];
    }
    if (canary.state !== "stopped") return [];
    const { sent, blocked, failed } = canary.figures;
    return [t.stopped(name, n(sent), n(blocked), n(failed))];
  });
}
