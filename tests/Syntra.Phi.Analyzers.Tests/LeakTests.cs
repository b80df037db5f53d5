namespace Syntra.Phi.Analyzers.Tests;

/// <summary>Each way out that a value of a person must not take is a compile error, by its type or by a rule.</summary>
public sealed class LeakTests
{
    private const string Revealed = "raw.ChargeItemId.Reveal(PhiAccess.Intake)";

    [Theory]
    // Fusion payload
    [InlineData("_ = journal with { RecordId = raw.ChargeItemId };", "CS0029", "'Syntra.Contracts.Phi<string>' to 'string'")]
    [InlineData("_ = journal with { RecordId = " + Revealed + " };", "SYNPHI108", "must not reach a field that its schema declares clear. Cure: pass its token (value.Token(tokens, space)), or leave it out")]
    [InlineData("_ = letter with { Reason = raw.ServiceAt!.Reveal(PhiAccess.Intake)[..10] };", "SYNPHI108", "'raw.ServiceAt!.Reveal(PhiAccess.Intake)[..10]'")]
    // Kafka key
    [InlineData("_ = new Confluent.Kafka.Message<string, byte[]> { Key = raw.ChargeItemId };", "CS0029", "'Syntra.Contracts.Phi<string>' to 'string'")]
    [InlineData("_ = new Confluent.Kafka.Message<string, byte[]> { Key = " + Revealed + " };", "SYNPHI107", "must not reach the key of a record or of a store")]
    [InlineData("_ = new Confluent.Kafka.Message<Phi<string>, byte[]> { Key = raw.ChargeItemId };", "SYNPHI107", "'raw.ChargeItemId'")]
    [InlineData("_ = new Syntra.Streams.Record<string, RawCharge>(" + Revealed + ", raw, 0L, null);", "SYNPHI107", "key")]
    [InlineData("Action<Syntra.Streams.State.IKeyValueStore<string, long>> put = s => s.Put(" + Revealed + ", 1);", "SYNPHI107", "key")]
    [InlineData("Func<Syntra.Streams.Dsl.KStream<string, RawCharge>, object> f = s => s.SelectKey((k, v) => v.ChargeItemId.Reveal(PhiAccess.Intake));", "SYNPHI107", "key")]
    // header
    [InlineData("kafka.Add(\"id\", raw.ChargeItemId);", "CS1503", "'Syntra.Contracts.Phi<string>' to 'byte[]'")]
    [InlineData("kafka.Add(\"id\", Encoding.UTF8.GetBytes(" + Revealed + "));", "SYNPHI106", "must not reach a header")]
    [InlineData("_ = new Confluent.Kafka.Headers { { \"id\", Encoding.UTF8.GetBytes(" + Revealed + ") } };", "SYNPHI106", "header")]
    [InlineData("request.Headers.Add(\"X-Id\", " + Revealed + ");", "SYNPHI106", "header")]
    // log call
    [InlineData("log.LogInformation(\"{Id}\", raw.ChargeItemId);", "SYNPHI101", "'raw.ChargeItemId' is a value of a person and must not reach a log. Cure: pass its token")]
    [InlineData("log.LogInformation(\"{Id} {Version}\", " + Revealed + ", raw.SourceVersion);", "SYNPHI101", "log")]
    [InlineData("var id = " + Revealed + "; log.LogError(id);", "SYNPHI101", "'id'")]
    [InlineData("if (raw.EncounterId?.Reveal(PhiAccess.Intake) is { } id) { log.LogWarning(\"{Id}\", id.Trim()); }", "SYNPHI101", "'id.Trim()'")]
    [InlineData("string? id = null; while (id is null) { id = " + Revealed + "; } log.LogWarning(\"{Id}\", id);", "SYNPHI101", "'id'")]
    [InlineData("var (a, b) = (" + Revealed + ", 1); log.LogWarning(\"{Id}\", a);", "SYNPHI101", "'a'")]
    [InlineData("foreach (var id in all.Select(r => r.ChargeItemId.Reveal(PhiAccess.Intake))) { log.LogWarning(\"{Id}\", id); }", "SYNPHI101", "'id'")]
    [InlineData("if (long.TryParse(" + Revealed + ", out var number)) { log.LogWarning(\"{Id}\", number); }", "SYNPHI101", "'number'")]
    [InlineData("log.LogWarning(\"{Ids}\", new[] { raw.EncounterId });", "SYNPHI101", "log")]
    [InlineData("Console.WriteLine(raw.ChargeItemId);", "SYNPHI101", "log")]
    [InlineData("Debug.WriteLine(" + Revealed + ");", "SYNPHI101", "log")]
    // metric label
    [InlineData("counter.Add(1, new KeyValuePair<string, object?>(\"id\", raw.ChargeItemId));", "SYNPHI102", "must not reach a metric or its labels")]
    [InlineData("var tags = new TagList { { \"id\", " + Revealed + " } };", "SYNPHI102", "metric")]
    [InlineData("histogram.Record(double.Parse(" + Revealed + "));", "SYNPHI102", "metric")]
    // span tag
    [InlineData("activity.SetTag(\"id\", raw.ChargeItemId);", "SYNPHI103", "must not reach a span or its tags")]
    [InlineData("activity.AddBaggage(\"id\", " + Revealed + ");", "SYNPHI103", "span")]
    [InlineData("activity.DisplayName = " + Revealed + ";", "SYNPHI103", "span")]
    // exception message
    [InlineData("throw new InvalidOperationException(raw.ChargeItemId);", "CS1503", "'Syntra.Contracts.Phi<string>' to 'string")]
    [InlineData("throw new InvalidOperationException(" + Revealed + ");", "SYNPHI104", "must not reach an exception")]
    [InlineData("throw new ArgumentOutOfRangeException(\"id\", raw.ChargeItemId, \"no id\");", "SYNPHI104", "exception")]
    [InlineData("var e = new FormatException(); e.Data[\"id\"] = " + Revealed + ";", "SYNPHI104", "exception")]
    // interpolation and other text
    [InlineData("_ = $\"charge {raw.ChargeItemId}\";", "SYNPHI105", "'raw.ChargeItemId' is a value of a person and must not reach a text that is put together")]
    [InlineData("_ = $\"charge {" + Revealed + ",10}\";", "SYNPHI105", "text")]
    [InlineData("_ = \"charge \" + raw.ChargeItemId;", "SYNPHI105", "text")]
    [InlineData("var s = \"charge \"; s += " + Revealed + ";", "SYNPHI105", "text")]
    [InlineData("_ = string.Format(\"{0}\", raw.ChargeItemId);", "SYNPHI105", "text")]
    [InlineData("_ = string.Join('|', \"a\", " + Revealed + ");", "SYNPHI105", "text")]
    [InlineData("new StringBuilder().Append(" + Revealed + ");", "SYNPHI105", "text")]
    // file name
    [InlineData("File.WriteAllText(" + Revealed + ", \"\");", "SYNPHI109", "must not reach the name of a file")]
    [InlineData("_ = Path.Combine(\"out\", " + Revealed + ");", "SYNPHI109", "file")]
    public async Task A_value_of_a_person_does_not_get_there(string body, string id, string text)
    {
        var errors = await Snippet.CompileAsync(body);

        // What the types refuse, a rule may refuse as well.
        var error = id.StartsWith("CS", StringComparison.Ordinal) ? errors[0] : Assert.Single(errors);
        Assert.StartsWith(id + ": ", error, StringComparison.Ordinal);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_with_an_interpolated_message_is_two_errors() =>
        Assert.Equal(
            ["SYNPHI104", "SYNPHI105"],
            (await Snippet.CompileAsync("throw new InvalidOperationException($\"charge {raw.ChargeItemId}\");")).Select(e => e[..9]).Order());

    [Fact]
    public async Task A_log_method_of_our_own_is_a_log_too() =>
        Assert.StartsWith(
            "SYNPHI101",
            Assert.Single(await Snippet.CompileAsync(
                "Seen(log, raw.ChargeItemId);",
                "[LoggerMessage(1, LogLevel.Information, \"{Id}\")] static partial void Seen(ILogger log, object id); static partial void Seen(ILogger log, object id) { }")),
            StringComparison.Ordinal);

    [Fact]
    public void A_setting_of_the_source_does_not_turn_a_rule_off_in_this_repository()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Syntra.Streams.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("no solution above the tests");
        }

        string[] folders = ["src", "connectors", "topology", "schemas", "bench"];
        var off = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("Syntra.Phi.Analyzers/", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Any(l => l.Contains("disable SYNPHI", StringComparison.Ordinal) || (l.Contains("SuppressMessage", StringComparison.Ordinal) && l.Contains("SYNPHI", StringComparison.Ordinal))))
            .ToList();

        Assert.Empty(off);
    }
}
