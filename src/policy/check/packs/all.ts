import type { Pack } from "../rule.ts";
import { alcoholPack } from "./alcohol.ts";
import { carrierPack } from "./carrier.ts";
import { contactPack } from "./contact.ts";
import { educationPack } from "./education.ts";
import { englishPack } from "./english.ts";
import { financePack } from "./finance.ts";
import { industryPack } from "./industry.ts";
import { promotionPack } from "./promotion.ts";

/** The packs qunfa comes with. */
export const ALL_PACKS: readonly Pack[] = [
  contactPack,
  carrierPack,
  financePack,
  educationPack,
  alcoholPack,
  promotionPack,
  industryPack,
  englishPack,
];
