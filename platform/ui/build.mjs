// Builds styles, scripts, fonts and icons into static/dist with a content hash in every file name.
//
//   npm ci && node build.mjs          one build
//   node build.mjs --watch            builds again when a source changes
//
// static/dist/manifest.json maps the plain name ("app.css") to the hashed one; ui/assets.py reads it.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "static", "dist");
const iconFolder = join(here, "node_modules", "@tabler", "icons", "icons", "outline");

async function bundle() {
  const styles = sass.compile(join(here, "styles", "app.scss"), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const shared = {
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: output,
    assetNames: "[name]-[hash]",
    entryNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    logLevel: "warning",
    absWorkingDir: here,
  };
  const css = await esbuild.build({
    ...shared,
    stdin: { contents: styles.css, loader: "css", resolveDir: here, sourcefile: "app.css" },
    entryNames: "app-[hash]",
    target: ["chrome109", "firefox115", "safari15.6"],
  });
  const scripts = await esbuild.build({
    ...shared,
    entryPoints: ["app.js", "offline.js", "sw.js"].map((name) => join(here, "scripts", name)),
    format: "iife",
    target: ["chrome109", "firefox115", "safari15.6"],
  });
  return [...css.outputFiles, ...scripts.outputFiles].map((file) => ({
    name: basename(file.path),
    contents: Buffer.from(file.contents),
  }));
}

async function drawSprite() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const own = { network: await readFile(join(here, "mark.svg"), "utf8") };
  const symbols = [];
  for (const name of [...Object.keys(own), ...names]) {
    const source = own[name] ?? (await readFile(join(iconFolder, `${name}.svg`), "utf8"));
    const shapes = source.replace(/<!--.*?-->/gs, "").match(/<svg[^>]*>(.*)<\/svg>/s)[1];
    const drawn = shapes.replace(/<path stroke="none"[^>]*\/>/g, "").replace(/\s+/g, " ").trim();
    symbols.push(
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
        `stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${drawn}</symbol>`,
    );
  }
  const contents = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
  );
  return hashed("icons", contents);
}

// The sign in the tab of the browser: the mark in white on the brand's green.
async function drawTabIcon() {
  const mark = await readFile(join(here, "mark.svg"), "utf8");
  const shapes = mark.match(/<svg[^>]*>(.*)<\/svg>/s)[1];
  const contents = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 32 32"><rect x="-4" y="-4" width="32" ` +
      `height="32" rx="7" fill="#00704a"/><g fill="none" stroke="#fff" stroke-width="1.75" ` +
      `stroke-linecap="round">${shapes}</g></svg>`,
  );
  return hashed("mark", contents);
}

function hashed(name, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
  return { name: `${name}-${hash}.svg`, contents };
}

function plainName(name) {
  return name.replace(/-[A-Z0-9]{8}(\.[a-z0-9]+)$/, "$1");
}

function report(files) {
  let total = 0;
  for (const { name, contents } of files) {
    const ready = name.endsWith(".woff2");
    const gzip = ready ? contents.length : gzipSync(contents, { level: 9 }).length;
    const brotli = ready ? contents.length : brotliCompressSync(contents).length;
    // Only pages with a form that works without a network ask for these two.
    if (!/^(offline|sw)-/.test(name)) total += gzip;
    console.log(`${name.padEnd(60)} ${contents.length} B, gzip ${gzip} B, brotli ${brotli} B`);
  }
  console.log(`first page without its HTML: ${(total / 1024).toFixed(1)} KB with gzip`);
}

async function build() {
  const started = Date.now();
  const files = [...(await bundle()), await drawSprite(), await drawTabIcon()];
  await mkdir(output, { recursive: true });
  const wanted = new Set([...files.map((file) => file.name), "manifest.json"]);
  for (const { name, contents } of files) await writeFile(join(output, name), contents);
  const manifest = Object.fromEntries(files.map(({ name }) => [plainName(name), name]).sort());
  // A server may be reading it: the manifest is replaced whole.
  await writeFile(join(output, "manifest.draft"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(join(output, "manifest.draft"), join(output, "manifest.json"));
  for (const name of await readdir(output)) {
    if (!wanted.has(name)) await rm(join(output, name), { recursive: true });
  }
  report(files);
  console.log(`built in ${Date.now() - started} ms`);
}

await build();
if (process.argv.includes("--watch")) {
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  };
  for (const folder of ["styles", "scripts"]) watch(join(here, folder), { recursive: true }, again);
}
