import { catalog } from "./catalog.ts";

/** What is said of a text that a provider would not take as it stands. */
export const textFindingText = catalog(
  {
    signatureWhy: (provider: string, signature: string) =>
      `${provider}只以签名【${signature}】发送，这条短信开头不是它`,
    signatureSuggestion: (signature: string) =>
      `改用签名【${signature}】，或请管理员为这个签名申请并配置服务商账号`,
    templateWhy: (provider: string) =>
      `${provider}只发送审核通过的模板，没有一个与这段文案相符，不会走这个服务商`,
    valueWhy: (provider: string) =>
      `按这一行的内容，${provider}审核通过的模板都与短信不符（可能是变量太长）`,
    templateSuggestion: (provider: string, body: string) =>
      `请管理员在${provider}控制台提交推广短信模板（不含签名）：“${body}”，审核通过后加进服务商配置；或改用已审核的文案。`,
  },
  {
    signatureWhy: (provider, signature) =>
      `${provider} signs with 【${signature}】 only, and this text does not begin with it`,
    signatureSuggestion: (signature) =>
      `Sign with 【${signature}】, or have an account set up that signs as you do.`,
    templateWhy: (provider) =>
      `${provider} sends approved templates only, and none says this: it does not go there`,
    valueWhy: (provider) =>
      `with what this row holds, no template approved at ${provider} says the text (a value may be too long)`,
    templateSuggestion: (provider, body) =>
      `Have this submitted for approval at ${provider} as a marketing template, without its signature: “${body}”, and put into the provider's configuration once it is; or use a wording that is approved.`,
  },
);
