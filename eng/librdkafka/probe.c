/* Loads the library as .NET will (dlopen) and prints its version and built-in features: what the build is judged by. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  char features[1024];
  size_t size = sizeof(features);
  void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!library) {
    fprintf(stderr, "%s\n", argc == 2 ? dlerror() : "usage: probe LIBRARY");
    return 1;
  }
  const char *(*version)(void) = (const char *(*)(void))dlsym(library, "rd_kafka_version_str");
  void *(*conf_new)(void) = (void *(*)(void))dlsym(library, "rd_kafka_conf_new");
  int (*conf_get)(void *, const char *, char *, size_t *) =
      (int (*)(void *, const char *, char *, size_t *))dlsym(library, "rd_kafka_conf_get");
  if (!version || !conf_new || !conf_get || conf_get(conf_new(), "builtin.features", features, &size) != 0) {
    fprintf(stderr, "%s is not librdkafka\n", argv[1]);
    return 1;
  }
  printf("%s %s\n", version(), features);
  return 0;
}
