# Pin the base by its digest when you build for production:
#   docker build --build-arg BASE=python:3.13-slim-bookworm@sha256:… .
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --require-hashes --no-compile -r requirements.lock \
    && /venv/bin/pip uninstall --yes pip \
    && /venv/bin/python -m compileall -q /venv/lib
COPY bot ./bot
COPY migrations ./migrations
COPY playground ./playground
COPY app_manifest.yml ./
RUN /venv/bin/python -m compileall -q bot migrations playground \
    && mkdir -m 700 /data

FROM ${BASE}
ARG VERSION=0.2.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="revmentor" \
      org.opencontainers.image.description="A Slack bot for reverse mentoring" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
ENV PATH="/venv/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    REVMENTOR_DATA=/data \
    REVMENTOR_LOG_FORMAT=json \
    DEMO_HOST=0.0.0.0
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin revmentor
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
COPY LICENSE ./
VOLUME /data
EXPOSE 3000 8025
USER 10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
