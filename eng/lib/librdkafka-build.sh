# Builds the newest librdkafka from Debian's signed source package and packs it as librdkafka.redist.

build_packages=(gcc libc6-dev make libssl-dev libsasl2-dev libzstd-dev libcurl4-openssl-dev zlib1g-dev)
runtime_packages=(libssl3 libsasl2-2 libcurl4 zlib1g)
wanted_features=(gzip snappy ssl sasl_gssapi sasl_scram sasl_oauthbearer lz4 zstd oidc)

# build_librdkafka PACKAGE-VERSION
build_librdkafka() {
  local version=$1 suite
  [ -n "$rid" ] || die "librdkafka.redist is not in your package registry and is built here only for Linux on x86_64 or aarch64; put librdkafka.redist.$version.nupkg into $feed"
  install_packages "librdkafka.redist is not in your package registry, and building it needs a C compiler and libraries" "${build_packages[@]}"
  for suite in testing unstable; do
    say "fetching the source of librdkafka (Debian $suite)"
    fetch_source librdkafka "$suite" "$work/$suite" || continue
    compile "$work/$suite"
    if at_least "$(cat "$work/$suite/librdkafka.version")" "$(minimum_version)"; then
      pack_redist "$work/$suite" "$version"
      return
    fi
  done
  die "no librdkafka $(minimum_version) or later could be had from this machine's Debian mirror: $(apt_complaint "$logs/apt-source.log")"
}

# compile FOLDER : leaves librdkafka.so, librdkafka.version and LICENSES.txt there.
compile() {
  local folder=$1 log="$logs/make.log" tree="$1/tree"
  mkdir -p "$tree"
  tar -xf "$folder"/librdkafka_*.orig.tar.* -C "$tree" --strip-components=1
  say "compiling it ($(nproc) cores, under a minute)"
  # The C++ wrapper is not built, but configure insists on a C++ compiler: any answer will do.
  # zstd is linked in and lz4 is the bundled one, so that only everyday libraries are needed at run time.
  (
    cd "$tree" &&
      CC=gcc CXX=gcc STATIC_LIB_libzstd=$(gcc -print-file-name=libzstd.a) logged "$log" \
        ./configure --prefix=/usr --disable-lz4-ext --disable-debug-symbols --LDFLAGS=-Wl,-Bsymbolic-functions &&
      logged "$log" make -C src -j"$(nproc)" librdkafka.so.1
  ) || die "librdkafka does not compile here: $(grep -m1 -E '[(]fail[)]|error:|Error [0-9]' "$log" || tail -n1 "$log") (log: $log)"
  strip --strip-unneeded -o "$folder/librdkafka.so" "$tree/src/librdkafka.so.1"
  cp "$tree/LICENSES.txt" "$folder/"
  judge "$folder"
}

# judge FOLDER : loads the library, notes its version, insists on every feature that our users configure.
judge() {
  local version features feature
  gcc -o "$1/probe" "$root/eng/librdkafka/probe.c" -ldl
  read -r version features < <("$1/probe" "$1/librdkafka.so" 2>>"$logs/make.log") || die "the built librdkafka does not load: $(tail -n1 "$logs/make.log")"
  for feature in "${wanted_features[@]}"; do
    [[ ",$features," == *",$feature,"* ]] || die "the built librdkafka $version lacks $feature (it has $features)"
  done
  echo "$version" >"$1/librdkafka.version"
}

# pack_redist FOLDER PACKAGE-VERSION : into the local feed, and the library beside it for later checks.
pack_redist() {
  local folder=$1 version=$2 native="$cache/native/$2/$rid" built
  built=$(cat "$folder/librdkafka.version")
  mkdir -p "$work/pack"
  cp "$root/eng/librdkafka/librdkafka.redist.csproj" "$folder"/librdkafka.{so,version} "$folder/LICENSES.txt" "$work/pack/"
  (cd "$work/pack" && logged "$logs/pack.log" dotnet pack -nologo -v q -p:Version="$version" -p:NativeRid="$rid" -p:NativeVersion="$built" \
    --disable-build-servers -o "$work/pack/out") || die "packing failed: $(grep -m1 error "$logs/pack.log")"
  mkdir -p "$native" "$feed"
  cp "$folder"/librdkafka.{so,version} "$native/"
  # NuGet never looks again at a version that it has unpacked: forget an older build of ours.
  if [ -e "$packages/librdkafka.redist/$version/librdkafka.version" ]; then rm -rf "$packages/librdkafka.redist/$version"; fi
  mv "$work/pack/out/librdkafka.redist.$version.nupkg" "$feed/"
  say "librdkafka $built is packed as librdkafka.redist $version in $feed"
}
