using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Syntra.Fusion.Rest;

public sealed partial class FusionClient
{
    private const string ReportService = "/xmlpserver/services/ExternalReportWSSService";
    private static readonly XNamespace s_soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace s_report = "http://xmlns.oracle.com/oxp/service/PublicReportService";

    /// <summary>Runs a BI Publisher report that gives CSV. A report may read a copy of the tables that is behind them.</summary>
    /// <param name="path">Absolute path in the catalogue, with .xdo.</param>
    /// <param name="parameters">By name; a value must not be told to a log.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Rows without the header row, fields split at commas: the reports that we define have none inside.</returns>
    public async Task<IReadOnlyList<string[]>> RunReportAsync(string path, IReadOnlyList<(string Name, string Value)> parameters, CancellationToken ct)
    {
        var envelope = new XElement(s_soap12 + "Envelope",
            new XElement(s_soap12 + "Header"),
            new XElement(s_soap12 + "Body", new XElement(s_report + "runReport", new XElement(s_report + "reportRequest",
                new XElement(s_report + "attributeFormat", "csv"),
                new XElement(s_report + "parameterNameValues", parameters.Select(p => new XElement(s_report + "item",
                    new XElement(s_report + "name", p.Name), new XElement(s_report + "values", new XElement(s_report + "item", p.Value))))),
                new XElement(s_report + "reportAbsolutePath", path),
                new XElement(s_report + "sizeOfDataChunkDownload", "-1")))));
        var request = new FusionRequest("runReport", HttpMethod.Post, ReportService, _options.ReadTimeout)
        {
            Body = Encoding.UTF8.GetBytes(envelope.ToString(SaveOptions.DisableFormatting)),
            MediaType = "application/soap+xml; charset=utf-8",
            IsQuery = true,
        };
        var answer = await AskReportAsync(request, ct);
        try
        {
            var bytes = XDocument.Parse(Encoding.UTF8.GetString(answer.Body)).Descendants(s_report + "reportBytes").FirstOrDefault()?.Value ?? throw FusionErrors.Garbage(request, "no reportBytes");
            return [.. Encoding.UTF8.GetString(Convert.FromBase64String(bytes)).Split('\n').Skip(1).Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0).Select(l => l.Split(','))];
        }
        catch (Exception failure) when (failure is XmlException or FormatException)
        {
            throw FusionErrors.Garbage(request, string.Create(CultureInfo.InvariantCulture, $"{answer.Body.Length} bytes that are no report"), failure);
        }
    }

    /// <summary>A report that is refused is not there or not ours to run: a matter of set-up, whatever was asked of it.</summary>
    private async Task<HttpAnswer> AskReportAsync(FusionRequest request, CancellationToken ct)
    {
        try
        {
            return await _transport.ExchangeAsync(request, ct);
        }
        catch (FusionException refused) when (refused.Kind == FusionErrorKind.Poison)
        {
            throw new FusionException(FusionErrorKind.FatalConfiguration, request.Operation, "the report cannot be run", refused.Status, inner: refused);
        }
    }
}
