using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Fa;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Hub;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Reports;

/// <summary>
/// BI Publisher's ExternalReportWSSService, runReport alone (SOAP 1.2, CSV in base64), with the reports that a site makes for us:
/// their SQL is in docs/objects/bulk.md. A wrong path or a missing right is a 500 with a fault.
/// </summary>
internal sealed class ReportService(FusionDatabase database, ObjectStore objects, CustomerBatches batches, MassAdditions additions)
{
    public const string Path = "/xmlpserver/services/ExternalReportWSSService";

    private static readonly XNamespace s_soap = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace s_report = "http://xmlns.oracle.com/oxp/service/PublicReportService";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        call.Principal.Require(FusionPrivileges.Integration);
        try
        {
            var run = XDocument.Parse(Encoding.UTF8.GetString(call.Body.Span)).Descendants(s_report + "reportRequest").Single();
            var values = run.Descendants(s_report + "item").Where(static i => i.Element(s_report + "name") is not null)
                .ToDictionary(static i => i.Element(s_report + "name")!.Value, static i => i.Element(s_report + "values")?.Element(s_report + "item")?.Value ?? "", StringComparer.Ordinal);
            await batches.RunDueAsync(context.RequestAborted);
            await additions.RunDueAsync(context.RequestAborted);
            var csv = run.Element(s_report + "reportAbsolutePath")?.Value switch
            {
                "/Custom/Syntra/CustomerBatch.xdo" => database.Read(session => CustomerReports.Batch(session, Number(values["p_batch_id"]))),
                "/Custom/Syntra/Customers.xdo" => CustomerReports.Standing(objects, values["p_orig_system"], values["p_references"].Split(',')),
                "/Custom/Syntra/AssetBatch.xdo" => database.Read(session => AssetReports.Batch(session, values["p_batch_name"])),
                "/Custom/Syntra/Assets.xdo" => objects.Read(tables => AssetReports.Standing(tables, values["p_asset_numbers"].Split(','))),
                "/Custom/Syntra/Assignments.xdo" => objects.Read(tables => AssignmentReports.Rows(tables, values["p_assignment_numbers"].Split(','))),
                _ => null,
            };
            await (csv is null
                ? WriteAsync(context, 500, new XElement(s_soap + "Fault", new XElement(s_soap + "Reason", new XElement(s_soap + "Text", "oracle.xdo.webservice.exception.InvalidParametersException: the report does not exist"))))
                : WriteAsync(context, 200, new XElement(s_report + "runReportResponse", new XElement(s_report + "runReportReturn",
                    new XElement(s_report + "reportBytes", Convert.ToBase64String(Encoding.UTF8.GetBytes(csv))), new XElement(s_report + "reportContentType", "text/csv")))));
        }
        catch (Exception failure) when (failure is XmlException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw FusionProblem.BadRequest("The request is no report request.");
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Task WriteAsync(HttpContext context, int status, XElement content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/soap+xml; charset=utf-8";
        var envelope = new XElement(s_soap + "Envelope", new XAttribute(XNamespace.Xmlns + "env", s_soap.NamespaceName), new XElement(s_soap + "Body", content));
        return context.Response.WriteAsync(envelope.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
