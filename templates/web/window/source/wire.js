// Requests to the desk. What fails is tried again, later and later, and never by all windows in the same second.
const SLOWEST = 60000;
const pauseAfter = (tries) => Math.min(SLOWEST, 1000 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random());

// What is sent may take half a minute, and a millisecond more for every five bytes.
const patience = (body) =>
  30000 + (body instanceof FormData ? body.getAll("file").reduce((sum, file) => sum + file.size, 0) / 5 : 0);

const authorized = () => (secret() ? { authorization: `Bearer ${secret()}` } : {});

// The answer's JSON with its `status`, 0 where none came, and how long the desk wants us to `wait`, in milliseconds.
const post = async (path, body = {}) => {
  const form = body instanceof FormData;
  const used = secret();
  try {
    const response = await fetch(`${BASE}window/${path}`, {
      method: "POST",
      headers: { ...authorized(), ...(form ? {} : { "content-type": "application/json" }) },
      body: form ? body : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patience(body)),
    });
    if (response.status === 401 && used === secret()) forget();
    const answer = await response.json().catch(() => ({}));
    return { ...answer, status: response.status, wait: 1000 * (Number(response.headers.get("retry-after")) || 0) };
  } catch {
    return { status: 0, wait: 0 };
  }
};

// A talk begins with its first message: who only looks leaves nothing behind.
const begin = async () => {
  const page = location.origin + location.pathname;
  const answer = await post("talk", { language, zone, page, token });
  if (answer.status === 400 && token) {
    tell(`data-token was not taken: ${answer.said || ""}`);
    token = "";
    return begin();
  }
  if (answer.secret) {
    kept.set("mail", spokenOf(token));
    kept.set("seen", "");
    kept.set("secret", answer.secret);
    // What comes from now on is new, and is read out.
    restart(false, "0");
  }
  return answer;
};
