# The embedded form in one container: store, views, log and keys on two volumes that are backed up apart.
FROM node:24-bookworm AS build
WORKDIR /amparo
COPY package.json package-lock.json ./
RUN npm_config_nodedir=/usr/local npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /amparo
ENV NODE_ENV=production AMPARO_DATA=/var/lib/amparo/data AMPARO_KEYS=/var/lib/amparo/keys
COPY --from=build /amparo/package.json ./
COPY --from=build /amparo/node_modules ./node_modules
COPY --from=build /amparo/dist ./dist
RUN install -d -o node -g node -m 0700 /var/lib/amparo/data /var/lib/amparo/keys
USER node
VOLUME ["/var/lib/amparo/data", "/var/lib/amparo/keys"]
EXPOSE 4000
CMD ["node", "dist/apps/api/src/main.js"]
