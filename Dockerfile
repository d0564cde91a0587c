# One image for each deployment: docker build --build-arg DEPLOYMENT=api . (or dashboard)
FROM node:22-bookworm-slim AS build
ARG DEPLOYMENT
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
RUN npm ci
COPY . .
# The files that the server needs are traced, so that the image has no TypeScript and no development dependency.
RUN STANDALONE=1 npm run build "$DEPLOYMENT"
RUN mkdir /image \
 && cp -r ".next/$DEPLOYMENT/standalone/." /image/ \
 && cp -r ".next/$DEPLOYMENT/static" "/image/.next/$DEPLOYMENT/static" \
 && cp ".next/$DEPLOYMENT/server.mjs" /image/server.mjs \
 && cp next.config.js /image/next.config.mjs \
 && mkdir -p /image/lib/db && cp -r lib/db/migrations /image/lib/db/migrations \
 && mkdir /image/.data

FROM node:22-bookworm-slim
ARG DEPLOYMENT
ENV NODE_ENV=production DEPLOYMENT=$DEPLOYMENT
WORKDIR /app
COPY --from=build --chown=node:node /image ./
USER node
# node itself, because npm does not pass a signal on.
CMD ["node", "server.mjs"]
