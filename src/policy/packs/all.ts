import type { PackInput } from "../rule.ts";
import { adLawPack } from "./ad-law.ts";
import { adultPack } from "./adult.ts";
import { alcoholPack } from "./alcohol.ts";
import { carrierPack } from "./carrier.ts";
import { educationPack } from "./education.ts";
import { englishPack } from "./english.ts";
import { financePack } from "./finance.ts";
import { fraudPack } from "./fraud.ts";
import { gamblingPack } from "./gambling.ts";
import { medicalPack } from "./medical.ts";
import { ordinaryPack } from "./ordinary.ts";
import { politicsPack } from "./politics.ts";
import { promotionPack } from "./promotion.ts";
import { propertyPack } from "./property.ts";
import { recruitmentPack } from "./recruitment.ts";
import { wechatPack } from "./wechat.ts";

/** The packs qunfa comes with, one a category (or a family of them). */
export const ALL_PACKS: readonly PackInput[] = [
  wechatPack,
  carrierPack,
  financePack,
  educationPack,
  alcoholPack,
  medicalPack,
  gamblingPack,
  propertyPack,
  recruitmentPack,
  promotionPack,
  adLawPack,
  fraudPack,
  adultPack,
  politicsPack,
  englishPack,
  ordinaryPack,
];
