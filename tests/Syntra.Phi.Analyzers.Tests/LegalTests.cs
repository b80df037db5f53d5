namespace Syntra.Phi.Analyzers.Tests;

/// <summary>What a pipeline has to do with values of persons stays possible.</summary>
public sealed class LegalTests
{
    [Theory]
    [InlineData("_ = raw with { ChargeItemId = \"7\", EncounterId = null, ServiceAt = raw.ServiceAt };")]
    [InlineData("_ = raw.ChargeItemId == \"7\" || raw.EncounterId is null;")]
    [InlineData("var token = raw.ChargeItemId.Token(tokens, TokenSpaces.Charge); log.LogInformation(\"{Id}\", token); _ = journal with { RecordId = token };")]
    [InlineData("var token = tokens.Token(TokenSpaces.Charge, raw.ChargeItemId.Reveal(PhiAccess.Tokenisation)); kafka.Add(\"id\", Encoding.UTF8.GetBytes(token));")]
    [InlineData("_ = new Confluent.Kafka.Message<string, byte[]> { Key = raw.ChargeItemId.Token(tokens, TokenSpaces.Charge), Value = Encoding.UTF8.GetBytes(raw.ChargeItemId.Reveal(PhiAccess.Codec)) };")]
    [InlineData("log.LogInformation(\"{Code} {Version}\", raw.ChargeCode, raw.SourceVersion); counter.Add(1, new KeyValuePair<string, object?>(\"facility\", raw.OrganizationId));")]
    [InlineData("activity.SetTag(\"code\", raw.ChargeCode); _ = $\"{raw.ChargeCode}\" + raw.DepartmentCode;")]
    [InlineData("throw new InvalidOperationException($\"{nameof(raw.ChargeItemId)} is missing\");")]
    [InlineData("if (raw.ChargeItemId.Reveal(PhiAccess.Intake).Length > 20) { log.LogInformation(\"{Length}\", raw.ChargeItemId.Reveal(PhiAccess.Intake).Length); }")]
    [InlineData("var known = all.ToDictionary(r => r.ChargeItemId); foreach (var r in known.Values) { log.LogInformation(\"{Version}\", r.SourceVersion); }")]
    [InlineData("var phi = Phi.Of(\"x\"); var list = new List<object> { phi }; _ = new string('x', 3) + list.Count;")]
    [InlineData("foreach (var r in all.Where(r => r.ChargeItemId.Reveal(PhiAccess.Intake) != \"7\")) { log.LogInformation(\"{Code}\", r.ChargeCode); }")]
    [InlineData("DateTimeOffset.TryParse(raw.ServiceAt!.Reveal(PhiAccess.Intake), out var at); _ = Period(at); log.LogInformation(\"{Period}\", Period(at));", "static string Period(DateTimeOffset at) => at.Year > 0 ? \"open\" : \"\";")]
    public async Task It_compiles(string body, string members = "") => Assert.Empty(await Snippet.CompileAsync(body, members));
}
