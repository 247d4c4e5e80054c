import { catalog } from "./catalog.ts";

/** What is said while a file is read. */
export const importText = catalog(
  {
    title: (name: string) => `正在读取 ${name}`,
    receiving: (_rows: string) => "正在接收文件",
    reading: (rows: string) => `已读 ${rows} 行`,
    secondsLeft: (seconds: string) => `约剩 ${seconds} 秒`,
    minutesLeft: (minutes: string) => `约剩 ${minutes} 分钟`,
  },
  {
    title: (name) => `Reading ${name}`,
    receiving: () => "receiving the file",
    reading: (rows) => `${rows} rows read`,
    secondsLeft: (seconds) => `about ${seconds} s left`,
    minutesLeft: (minutes) => `about ${minutes} min left`,
  },
);
