/** The package's version, written in by the build. */
declare const __FAE_VERSION__: string;
