# Is there a librdkafka.redist that works here? Where the registry has it, plain restore is enough.

# loads LIBRARY : are all the libraries that it needs on this machine?
loads() { ! ldd "$1" 2>&1 | grep -q 'not found'; }

# library_of VERSION : prints the unpacked library, from NuGet's packages folder or from the cache.
library_of() {
  local path
  for path in "$packages/librdkafka.redist/$1/runtimes/$rid/native/librdkafka.so" "$cache/native/$1/$rid/librdkafka.so"; do
    if [ -e "$path" ]; then echo "$path" && return; fi
  done
  return 1
}

# built_version LIBRARY : what a package made here says of itself; empty for one that came from a registry.
built_version() {
  local beside
  for beside in "${1%/*}/librdkafka.version" "${1%/runtimes/*}/librdkafka.version"; do
    if [ -e "$beside" ]; then cat "$beside" && return; fi
  done
}

# librdkafka_ready VERSION : nothing to do?
librdkafka_ready() {
  local library built
  [ ! -e "$cache/registry-has-librdkafka.redist-$1" ] || return 0
  library=$(library_of "$1") || return 1
  built=$(built_version "$library")
  # A package made here must be at hand for projects that are yet to be restored.
  [ -z "$built" ] || { at_least "$built" "$(minimum_version)" && [ -e "$feed/librdkafka.redist.$1.nupkg" ]; } || return 1
  loads "$library"
}

# librdkafka_lacks_libraries VERSION : a good build from an earlier clone, on a machine without its run-time libraries?
librdkafka_lacks_libraries() {
  local library
  library=$(library_of "$1") && [ -e "$feed/librdkafka.redist.$1.nupkg" ] &&
    at_least "$(built_version "$library")" "$(minimum_version)" && ! loads "$library"
}

# registry_has VERSION : asks the configured registries by restoring an empty project.
registry_has() {
  local probe="$work/restore"
  mkdir -p "$probe"
  cat >"$probe/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="librdkafka.redist" Version="[$1]" /></ItemGroup>
</Project>
PROJECT
  if logged "$logs/restore.log" dotnet restore "$probe/probe.csproj" -v q -nologo --disable-build-servers; then return 0; fi
  grep -qE 'error NU110[123]' "$logs/restore.log" ||
    die "the package registry does not answer: $(grep -m1 'error' "$logs/restore.log" | sed 's/.*error //')"
  return 1
}
