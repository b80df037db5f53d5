using System.Security.Cryptography;
using Syntra.Governance.Documents;

namespace Syntra.Governance.Tests.Documents;

public class DocumentSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_signature_holds_for_its_own_content_kind_and_signer_and_for_nothing_else()
    {
        using var finance = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = DocumentSignature.Sign("workbook", "abc", "Ada Finance", finance, new Clock()).ToString();

        Assert.Null(DocumentSignature.Check(text, "workbook", "abc", [other, finance], Now));
        Assert.Null(DocumentSignature.Check(text.Replace("\n", "\r\n", StringComparison.Ordinal), "workbook", "abc", [finance], Now));
        Assert.Equal(DocumentFault.Altered, DocumentSignature.Check(text, "workbook", "abd", [finance], Now));
        Assert.Equal(DocumentFault.Altered, DocumentSignature.Check(text, "rules", "abc", [finance], Now));
        Assert.Equal(DocumentFault.Altered, DocumentSignature.Check(text.Replace("Ada", "Eve", StringComparison.Ordinal), "workbook", "abc", [finance], Now));
        Assert.Equal(DocumentFault.UntrustedKey, DocumentSignature.Check(text, "workbook", "abc", [other], Now));
        Assert.Equal(DocumentFault.NotYetSigned, DocumentSignature.Check(text, "workbook", "abc", [finance], Now.AddHours(-1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("syntra-document-signature: 1\nkind: workbook\n")]
    [InlineData("syntra-document-signature: 1\nkind: w\nsigner: a\nkey: k\nsigned: yesterday\nhash: abc\nsignature: AAAA\n")]
    [InlineData("syntra-document-signature: 1\nkind: w\nsigner: a\nkey: k\nsigned: 2026-11-22T12:00:00Z\nhash: abc\nsignature: ?\n")]
    public void What_is_no_signature_signs_nothing(string? text) =>
        Assert.Equal(DocumentFault.Unsigned, DocumentSignature.Check(text, "workbook", "abc", [], Now));

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
