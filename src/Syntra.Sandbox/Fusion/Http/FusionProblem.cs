namespace Syntra.Sandbox.Fusion.Http;

/// <summary>A refusal that the caller gets as a status with a body in the form of the caller's framework version.</summary>
internal sealed class FusionProblem(int status, string detail, string? code = null, string? path = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    /// <summary>Attribute that the refusal is about.</summary>
    public string? ErrorPath { get; } = path;

    public static FusionProblem BadRequest(string detail, string? path = null) => new(400, detail, code: null, path);

    public static FusionProblem NotFound() => new(404, "Not Found");
}
