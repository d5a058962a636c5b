/** The package's version, written in by the build. */
declare const __FAE_VERSION__: string;

/** The files that a tag's script imports, below the same folder; written in by the build. */
declare const __FAE_SHARED__: Readonly<Record<string, readonly string[]>>;
