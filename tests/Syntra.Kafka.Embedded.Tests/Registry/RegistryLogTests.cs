namespace Syntra.Kafka.Embedded.Tests.Registry;

public sealed class RegistryLogTests
{
    [Fact]
    public async Task The_log_holds_confluents_records()
    {
        var log = new InMemorySchemaLog();
        await using var host = await RegistryHost.StartAsync(log);

        await host.Register("s", "\"int\"");
        await host.Call("PUT", "/config/s", """{"compatibility":"NONE"}""");
        await host.Call("DELETE", "/subjects/s/versions/1");
        await host.Call("DELETE", "/subjects/s/versions/1?permanent=true");

        (string, string?)[] expected =
        [
            ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":1,"schema":"\"int\"","deleted":false}"""),
            ("""{"keytype":"CONFIG","subject":"s","magic":0}""", """{"compatibilityLevel":"NONE"}"""),
            ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":1,"schema":"\"int\"","deleted":true}"""),
            ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", null),
        ];
        Assert.Equal(expected, log.Records);
    }

    [Fact]
    public async Task A_registry_starts_from_a_log_that_confluents_registry_wrote()
    {
        var log = new InMemorySchemaLog(
        [
            ("""{"keytype":"NOOP","magic":0}""", null),
            ("""{"keytype":"CONFIG","subject":null,"magic":0}""", """{"compatibilityLevel":"FULL"}"""),
            ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":7,"md5":"AAECAwQFBgcICQoLDA0ODw==","schema":"\"int\"","deleted":false}"""),
            ("""{"keytype":"SCHEMA","subject":"p","version":1,"magic":1}""", """{"subject":"p","version":1,"id":8,"schemaType":"PROTOBUF","schema":"syntax","deleted":false}"""),
            ("""{"keytype":"SCHEMA","subject":"t","version":1,"magic":1}""", """{"subject":"t","version":1,"id":9,"schema":"\"long\"","deleted":false}"""),
            ("""{"keytype":"DELETE_SUBJECT","subject":"t","magic":0}""", """{"subject":"t","version":1}"""),
            ("no json", "at all"),
        ]);
        await using var host = await RegistryHost.StartAsync(log);

        Assert.Equal("""200 ["s"]""", await host.Call("GET", "/subjects"));
        Assert.Equal("""200 ["s","t"]""", await host.Call("GET", "/subjects?deleted=true"));
        Assert.Equal("""200 {"compatibilityLevel":"FULL"}""", await host.Call("GET", "/config"));
        Assert.Equal("""200 {"id":9}""", await host.Register("u", "\"long\""));
        Assert.Equal("""200 {"id":10}""", await host.Register("v", "\"string\""));
    }

    [Fact]
    public async Task Registering_at_once_gives_every_schema_one_id_and_every_subject_gapless_versions()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Call("PUT", "/config", """{"compatibility":"NONE"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i =>
            host.Register($"s{i % 3}", $$"""{"type":"fixed","name":"F","size":{{i % 20}}}""")));

        Assert.All(answers, answer => Assert.StartsWith("200", answer, StringComparison.Ordinal));
        Assert.Equal(20, answers.Distinct(StringComparer.Ordinal).Count());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"200 [{string.Join(',', Enumerable.Range(1, 20))}]", await host.Call("GET", $"/subjects/s{i}/versions"));
        }
    }

    [Fact]
    public async Task A_failing_store_is_an_error_and_nothing_is_registered()
    {
        var log = new InMemorySchemaLog();
        await using var host = await RegistryHost.StartAsync(log);
        log.BeforeNext = () => throw new InvalidOperationException("disk");

        Assert.StartsWith("""500 {"error_code":50001,""", await host.Register("s", "\"int\""), StringComparison.Ordinal);
        Assert.Equal("200 []", await host.Call("GET", "/subjects"));
        Assert.Equal("""200 {"id":1}""", await host.Register("s", "\"int\""));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_does_not_share_its_id_with_the_next()
    {
        var log = new InMemorySchemaLog { LoseAnswers = 1 };
        await using var host = await RegistryHost.StartAsync(log);

        Assert.StartsWith("""500 {"error_code":50002,""", await host.Register("s", "\"int\""), StringComparison.Ordinal);
        Assert.Equal("""200 {"id":2}""", await host.Register("t", "\"long\""));
        Assert.Equal("""200 {"id":1}""", await host.Register("s", "\"int\""));
    }
}
