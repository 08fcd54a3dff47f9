// Slack on this machine: the npm package `emulate`, with who and what there is read from standard input as one JSON.
//
//   node emulator.mjs FOLDER_OF_NODE_MODULES < world.json     prints {"url": ...} once it listens
//
// It ends when standard input does, so that nothing is left behind. The emulator itself answers the web API, keeps the
// messages and signs and sends the events. What stands here beside it:
//   /demo/subscribe   where events go: the emulator takes that from code only
//   /demo/views, /demo/whispers   what is shown to one person; Slack's own web API has no method that reads it back
// and what Slack says in real life and the emulator leaves out, marked (completed) below.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const dist = join(process.argv[2], "emulate", "dist");
const load = (file) => import(pathToFileURL(join(dist, file)).href);
const slackFile = readdirSync(dist).find(
  (file) => file.endsWith(".js") && readFileSync(join(dist, file), "utf8").includes("function slackWebhookHeaders"),
);
const { createEmulator } = await load("api.js");
const { slackPlugin, getSlackStore } = await load(slackFile);

const lines = createInterface({ input: process.stdin });
const world = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on("close", () => process.exit(0));

const nobody = { image_48: "", image_192: "" };
const known = (id) => world.people.find((person) => person.id === id) ?? {};
let slack;

const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  slack = getSlackStore(store);
  const dispatch = webhooks.dispatch.bind(webhooks);
  webhooks.dispatch = (type, action, payload, ...more) => dispatch(type, action, completed(payload), ...more);
  routes(app, webhooks);
  completing(app);
  register(app, store, webhooks, ...rest);
};

function routes(app, webhooks) {
  app.post("/demo/subscribe", async (c) => {
    webhooks.register({ url: (await c.req.json()).url, events: ["*"], active: true, owner: "slack" });
    return c.json({ ok: true });
  });
  app.get("/demo/views", (c) => c.json(slack.views.all()));
  app.get("/demo/whispers", (c) => c.json(slack.ephemeralMessages.all()));
}

// (completed) guests, zones and shared channels, which the emulator's own answers do not tell.
const COMPLETED = {
  "/api/users.info": ({ user }) => ({ user: { ...user, ...person(user.id) } }),
  "/api/conversations.info": ({ channel }) => ({ channel: { ...channel, is_ext_shared: isShared(channel.id) } }),
};

function completing(app) {
  const post = app.post.bind(app);
  app.post = (path, handler) => post(path, COMPLETED[path] ? (c) => answered(c, handler, COMPLETED[path]) : handler);
}

async function answered(c, handler, complete) {
  const answer = await (await handler(c)).json();
  return c.json(answer.ok ? { ...answer, ...complete(answer) } : answer);
}

function person(id) {
  const { guest = false, zone = "Etc/UTC", language = "en-US" } = known(id);
  return { is_restricted: guest, is_ultra_restricted: false, tz: zone, locale: language };
}

const isShared = (id) => world.channels.some((channel) => channel.id === id && channel.customer);

// (completed) which installation an event is for, whose workspace its writer is of, and that the bot's posts are a bot's.
function completed(payload) {
  const { bot, app } = world;
  const event = { ...payload.event };
  for (const message of [event, event.message, event.previous_message]) {
    if (message?.user === bot.user) Object.assign(message, { bot_id: bot.id, app_id: app });
    if (message?.user && message.type === "message") message.user_team = known(message.user).team ?? world.team.id;
  }
  event.event_ts ??= event.ts;
  return {
    ...payload,
    team_id: world.team.id,
    api_app_id: app,
    authorizations: [{ enterprise_id: null, team_id: world.team.id, user_id: bot.user, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: isShared(event.channel),
    event,
  };
}

const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: { signing_secret: world.secret } } });
for (const kind of [slack.users, slack.channels]) kind.all().forEach((one) => kind.delete(one.id));
const team = slack.teams.all()[0];
slack.teams.update(team.id, { team_id: world.team.id, name: world.team.name, domain: world.team.domain });

for (const one of [...world.people, { ...world.bot, id: world.bot.user, is_bot: true }]) {
  const profile = { ...nobody, display_name: one.name, real_name: one.name, email: one.address ?? "" };
  slack.users.insert({
    user_id: one.id, team_id: one.team ?? world.team.id, name: one.id.toLowerCase(), real_name: one.name, email: one.address ?? "",
    is_admin: false, is_bot: one.is_bot ?? false, deleted: false, profile, presence: "active", manual_presence: "auto", connection_count: 1,
  });
  slack.tokens.insert({ token: one.token, token_type: one.is_bot ? "bot" : "user", team_id: world.team.id, user_id: one.id, scopes: world.scopes,
    app_id: world.app, ...(one.is_bot ? { bot_id: world.bot.id } : {}) });
}
slack.bots.insert({ bot_id: world.bot.id, app_id: world.app, user_id: world.bot.user, name: world.bot.name, deleted: false, icons: { image_48: "" } });
for (const { id, name, members, direct = false, customer = "" } of world.channels) {
  const said = { value: customer, creator: world.bot.user, last_set: 0 };
  slack.channels.insert({
    channel_id: id, team_id: world.team.id, name, is_channel: !direct, is_private: direct || !customer, is_im: direct, is_mpim: false, is_archived: false,
    topic: said, purpose: said, members: [...members, world.bot.user], creator: world.bot.user, num_members: members.length + 1,
  });
}
console.log(JSON.stringify({ url: emulator.url })); // by the name that it calls its files by
