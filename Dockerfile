# syntax=docker/dockerfile:1

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# The caches are no part of the image, so the binary is copied out of them in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --locked --release -p ptp \
    && install -D target/release/ptp /out/ptp \
    && mkdir /out/data

# Holds the C library and the certificate authorities, but no shell.
FROM gcr.io/distroless/cc-debian12:nonroot
LABEL org.opencontainers.image.title="PTP" \
      org.opencontainers.image.description="Poli Tecnici Professionali over HTTP" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /out/ptp /usr/local/bin/ptp
# The one folder the service may write to, for a database in a file.
COPY --from=build --chown=65532:65532 /out/data /var/lib/ptp
WORKDIR /var/lib/ptp
# By number, so that a cluster which forbids root can see that this is none.
USER 65532:65532
ENV PTP_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 CMD ["ptp", "status"]
ENTRYPOINT ["ptp"]
CMD ["serve"]
