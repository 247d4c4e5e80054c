/** Whose API it is: its key, its application, and what it has had approved. */
export interface EmulatedAccount {
  readonly secretId: string;
  readonly secretKey: string;
  readonly sdkAppId: string;
  readonly signatures: readonly string[];
  /** Text by id. */
  readonly templates: Readonly<Record<string, string>>;
}

export const EMULATED_ACCOUNT: EmulatedAccount = {
  secretId: "AKIDemulatedSecretId",
  secretKey: "a secret of the emulator's key",
  sdkAppId: "1400006666",
  signatures: ["小店"],
  templates: {
    "1110": "会员日全场八折，欢迎到店选购，拒收请回复R",
    "1111": "{1}您好，您有一份{2}待领取，拒收请回复R",
    "1112": "会员日全场八折，欢迎到店选购，{1}，拒收请回复R",
  },
};
