FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements/runtime.txt requirements.txt
RUN python -m venv /opt/neurosprout \
    && /opt/neurosprout/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
RUN /opt/neurosprout/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim-bookworm
# The packaged fonts draw Latin and Greek; Noto stands behind them for other scripts. Debian's point releases may
# move its version, and any version will do.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/neurosprout --create-home neurosprout
COPY --from=build /opt/neurosprout /opt/neurosprout
COPY data /usr/share/neurosprout/data
ENV PATH=/opt/neurosprout/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NEUROSPROUT_DATA=/usr/share/neurosprout/data \
    NEUROSPROUT_STATE=/var/lib/neurosprout \
    NEUROSPROUT_LOG_FORMAT=json
USER 10001
WORKDIR /var/lib/neurosprout
VOLUME /var/lib/neurosprout
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["neurosprout", "health"]
ENTRYPOINT ["neurosprout"]
CMD ["run"]
