// The npm package `emulate` as it comes, as one workspace of Slack's, told on standard input what there is:
//
//   node serve.mjs FOLDER_OF_NODE_MODULES < seed.json     prints {"url", "team", "users", "channels"} once it listens
//
// `seed` is the emulator's own, with `events` (where events go: it takes that from code only) and `tokens` (a user's
// name, by token) beside it. It ends when standard input does.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const dist = join(process.argv[2], "emulate", "dist");
const load = (file) => import(pathToFileURL(join(dist, file)).href);
const named = (file) => file.endsWith(".js") && readFileSync(join(dist, file), "utf8").includes("function slackWebhookHeaders");
const { createEmulator } = await load("api.js");
const { slackPlugin, getSlackStore } = await load(readdirSync(dist).find(named));

const lines = createInterface({ input: process.stdin });
const { events, tokens, scopes, ...seed } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on("close", () => process.exit(0));

let slack;
const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  slack = getSlackStore(store);
  webhooks.register({ url: events, events: ["*"], active: true, owner: "slack" });
  register(app, store, webhooks, ...rest);
};

const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: seed } });
const team = slack.teams.all()[0].team_id;
const users = Object.fromEntries(slack.users.all().map((user) => [user.name, user.user_id]));
const channels = Object.fromEntries(slack.channels.all().map((channel) => [channel.name, channel.channel_id]));
for (const [token, name] of Object.entries(tokens)) {
  slack.tokens.insert({ token, token_type: "user", team_id: team, user_id: users[name], scopes });
}
console.log(JSON.stringify({ url: emulator.url.replace("localhost", "127.0.0.1"), team, users, channels }));
