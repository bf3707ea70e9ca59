// A strict OpenID provider with one client. Started by openid.py:
// node strict_provider.mjs NODE_MODULES PORT CLIENT_ID CLIENT_SECRET RETURN_ADDRESS LOGOUT_ADDRESS
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, port, id, secret, returnAddress, logoutAddress] = process.argv.slice(2);
const library = pathToFileURL(join(modules, "oidc-provider", "lib", "index.js"));
const { default: Provider } = await import(library);
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      redirect_uris: [returnAddress],
      post_logout_redirect_uris: [logoutAddress],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  // Whoever signs in as anna@example.org is called anna.
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: sub, email_verified: true, name: sub.split("@")[0] }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
