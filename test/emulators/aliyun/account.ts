/** Whose API it is: its key, and what it has had approved. */
export interface EmulatedAccount {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly signatures: readonly string[];
  /** Text by code. */
  readonly templates: Readonly<Record<string, string>>;
}

const name = "$" + "{name}";
const gift = "$" + "{gift}";

export const EMULATED_ACCOUNT: EmulatedAccount = {
  accessKeyId: "LTAIemulatedAccessKey",
  accessKeySecret: "a secret of the emulator's key",
  signatures: ["小店"],
  templates: {
    SMS_100001: "会员日全场八折，欢迎到店选购，拒收请回复R",
    SMS_100002: `${name}您好，您有一份${gift}待领取，拒收请回复R`,
    SMS_100003: `会员日全场八折，欢迎到店选购，${name}，拒收请回复R`,
  },
};
